// Two scores over time. Bands lie behind as tint and carry their word; lettered marks sit on the time axis.
import { axis, fade, monthLabel, text, tooltip } from "./common.js";

export function option({ points, days, marks, limits, words, names }, p, width) {
  const narrow = width < 520;
  const strip = (from, to, name) => [
    { yAxis: from, itemStyle: { color: fade(p.tint[name], 0.55) }, name: words[name], label: { position: "insideTopLeft", ...text(p.bandInk[name], 10.5, 500), distance: 5 } },
    { yAxis: to },
  ];
  const newest = (column) => points.findLast((row) => row[column] !== null)?.[column] ?? "";
  const line = (name, column, color, type) => ({
    name, type: "line", showSymbol: false, connectNulls: false, data: points.map((row) => [row[0], row[column]]),
    lineStyle: { color, width: column === 1 ? 2.25 : 1.75, type }, itemStyle: { color },
    endLabel: { show: newest(column) !== "", formatter: () => `${newest(column)}`, ...text(color, 13, 600), distance: 6 },
    labelLayout: { moveOverlap: "shiftY" },
  });
  const [churn, fire] = [line(names[0], 1, p.churn, "solid"), line(names[1], 2, p.fire, [5, 4])];
  const known = points.flatMap(([, a, b]) => [a, b]).filter((value) => value !== null);
  const low = Math.max(0, Math.min(40, 20 * Math.floor(Math.min(...known) / 20)));

  churn.markArea = { silent: true, data: [strip(limits.raised, limits.high, "raised"), strip(limits.high, limits.critical, "high"), strip(limits.critical, 100, "critical")] };
  const lowered = marks.map((_, i) => i % 2 === 1 && near(marks, i, points, width));
  const strips = lowered.some(Boolean) ? 16 : 0;

  churn.markLine = {
    silent: true, symbol: "none", data: marks.map((mark, i) => ({
      xAxis: mark.date, lineStyle: { color: fade(p.ink3, 0.6), width: 1, type: mark.kind === "config" ? [3, 3] : "solid" },
      label: {
        formatter: mark.key, position: "start", distance: lowered[i] ? 21 : 5, align: "center", verticalAlign: "middle", width: 16, height: 16, lineHeight: 17,
        borderRadius: mark.kind === "config" ? 3 : 8, backgroundColor: mark.kind === "config" ? p.surface : p.ink2, borderColor: p.ink2, borderWidth: mark.kind === "config" ? 1.25 : 0,
        ...text(mark.kind === "config" ? p.ink2 : p.surface, 10, 600),
      },
    })),
  };

  return {
    grid: { left: 28, right: 34, top: 8, bottom: 44 + strips },
    xAxis: axis(p, { type: "time", minInterval: 28 * 86_400_000, splitLine: { show: false }, axisLabel: { ...text(p.ink3), margin: 26 + strips, hideOverlap: true, formatter: (value) => monthLabel(value) } }),
    yAxis: axis(p, { type: "value", min: low, max: 100, interval: 20, splitLine: { lineStyle: { color: p.line } } }),
    tooltip: tooltip(p, (rows) => [days[rows[0].dataIndex], ...rows.filter((row) => row.value[1] !== null).map((row) => `${row.seriesName} ${row.value[1]}`)], { trigger: "axis", axisPointer: { lineStyle: { color: p.ink3 } } }),
    series: [churn, fire],
  };
}

// Marks closer than a letter's width to their neighbour stand one step lower.
function near(marks, i, points, width) {
  const span = Date.parse(points.at(-1)[0]) - Date.parse(points[0][0]) || 1;
  const place = (mark) => ((Date.parse(mark.date) - Date.parse(points[0][0])) / span) * width;
  return [marks[i - 1], marks[i + 1]].some((other) => other && Math.abs(place(other) - place(marks[i])) < 22);
}
