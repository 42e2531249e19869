// Churn risk × fire pressure. Corners are named on the plot; only clients that need a decision, and the big ones, carry a name.
import { axis, fade, FONT, text, tooltip } from "./common.js";

const NAMED = 14;

export function option({ clients, limit, corners, x, y }, p, width) {
  const narrow = width < 620;
  const scores = clients.flatMap(({ churn, fire }) => [churn, fire]);
  const low = Math.max(0, Math.min(30, 10 * Math.floor((Math.min(...scores) - 4) / 10)));
  const high = Math.min(104, Math.max(90, Math.max(...scores) + 6));
  const largest = Math.max(1, ...clients.map(({ size }) => size));
  const biggest = narrow ? 34 : 52;
  const radius = (size) => Math.max(narrow ? 6 : 9, Math.sqrt(size / largest) * (clients.length > 120 ? biggest / 2 : biggest));
  const reach = (c) => ((c.name.length * 7 + radius(c.size) / 2 + 8) / (width - 54)) * (high - low);
  const rank = (c) => (c.corner === "keep" ? 0 : 1e12) + c.size;
  const named = new Set([...clients].sort((a, b) => rank(b) - rank(a)).slice(0, narrow ? NAMED / 2 : NAMED).filter((c) => !narrow || c.corner !== "keep"));
  const corner = (name, cx, cy, align) => ({
    coord: [cx, cy], symbol: "rect", symbolSize: 0.1, itemStyle: { color: "transparent" },
    label: { show: true, formatter: `${corners[name]}  {n|${clients.filter((c) => c.corner === name).length}}`, rich: { n: text(p.ink3, narrow ? 11 : 12) }, ...text(p.ink2, narrow ? 12 : 13, 600), align, verticalAlign: "top", padding: 8, position: [0, 0] },
  });
  const area = (x0, y0, x1, y1, color) => [{ coord: [x0, y0], itemStyle: { color } }, { coord: [x1, y1] }];
  const scale = { type: "value", min: low, max: high, interval: 10, splitLine: { show: false } };
  const upTo100 = (value) => (value > 100 || value % 10 ? "" : value);

  return {
    grid: { left: 44, right: 10, top: 10, bottom: 44 },
    xAxis: axis(p, { ...scale, name: x, nameLocation: "middle", nameGap: 28, axisLabel: { ...text(p.ink3), formatter: upTo100 } }),
    yAxis: axis(p, { ...scale, name: y, nameLocation: "middle", nameGap: 30, axisLine: { show: true, lineStyle: { color: p.linestrong } }, axisLabel: { ...text(p.ink3), formatter: upTo100 } }),
    tooltip: tooltip(p, ({ data }) => [data.client.name, ...data.client.lines, corners[data.client.corner]]),
    series: [{
      type: "scatter",
      data: [...clients].sort((a, b) => b.size - a.size).map((c) => ({
        value: [c.churn, c.fire], client: c, symbolSize: radius(c.size),
        itemStyle: { color: fade(p.band[c.band], c.corner === "keep" ? 0.55 : 0.85), borderColor: p.surface, borderWidth: 1.5 },
        label: { show: named.has(c), formatter: narrow ? c.name.split(" ")[0] : c.name, position: narrow ? "top" : c.churn + reach(c) > high ? "left" : "right", distance: 4, ...text(c.corner === "keep" ? p.ink2 : p.ink, 11.5, c.corner === "keep" ? 400 : 600), textBorderColor: p.surface, textBorderWidth: 3 },
      })),
      labelLayout: { hideOverlap: true },
      emphasis: { scale: 1.12, itemStyle: { borderColor: p.ink, borderWidth: 1.5 } },
      cursor: "pointer",
      markArea: { silent: true, data: [area(limit, low, high, limit, fade(p.tint.high, 0.45)), area(low, limit, limit, high, fade(p.tint.raised, 0.45)), area(limit, limit, high, high, fade(p.tint.critical, 0.5))] },
      markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: p.linestrong, type: "solid", width: 1 }, data: [{ xAxis: limit }, { yAxis: limit }] },
      markPoint: { silent: true, animation: false, data: [corner("keep", low, limit, "left"), corner("save", high, limit, "right"), corner("reset", low, high, "left"), corner("part", high, high, "right")] },
    }],
    textStyle: { fontFamily: FONT },
  };
}

export function bind(chart) {
  chart.on("click", ({ data }) => data?.client && location.assign(data.client.url));
}
