// Weekly counts over the range that is usual for this very client (two stacked areas: clear, then grey).
import { axis, fade, text, tooltip } from "./common.js";

export function option({ weeks, recent, recentWord }, p, width) {
  const every = width < 480 ? 8 : 4;
  const area = (name, data, color) => ({ name, type: "line", stack: "usual", step: "middle", silent: true, symbol: "none", lineStyle: { width: 0 }, areaStyle: { color }, data, z: 1 });
  const outside = weeks.map(({ count, low, high }) => low !== null && (count < low || count > high));
  const top = Math.max(4, ...weeks.flatMap(({ count, high }) => [count, high ?? 0]));
  const step = Math.ceil(top / 4);
  const judged = weeks.length > recent
    ? [[{ xAxis: weeks.length - recent, itemStyle: { color: fade(p.churn, 0.07) }, name: recentWord, label: { ...text(p.churn, 11, 500), position: "insideTopRight", distance: 6 } }, { xAxis: weeks.length - 1 }]]
    : [];

  return {
    grid: { left: 28, right: 10, top: 10, bottom: 24 },
    xAxis: axis(p, { type: "category", data: weeks.map(({ day }) => day), axisLabel: { ...text(p.ink3), interval: (i) => (weeks.length - 1 - i) % every === 0, hideOverlap: true } }),
    yAxis: axis(p, { type: "value", min: 0, max: step * 4, interval: step }),
    tooltip: tooltip(p, (rows) => weeks[rows[0].dataIndex].lines, { trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: fade(p.ink3, 0.08) } } }),
    series: [
      { ...area("low", weeks.map(({ low }) => low), "transparent"), z: 0, markArea: { silent: true, data: judged } },
      area("high", weeks.map(({ low, high }) => (low === null ? null : high - low)), fade(p.ink3, 0.17)),
      { name: "expected", type: "line", step: "middle", silent: true, symbol: "none", data: weeks.map(({ expected }) => expected), lineStyle: { color: p.ink3, width: 1, type: [3, 3] }, z: 2 },
      {
        name: "received", type: "line", data: weeks.map(({ count }) => count), symbol: "circle", z: 3, lineStyle: { color: p.churn, width: 2 },
        symbolSize: (_, { dataIndex }) => (outside[dataIndex] ? 9 : 5),
        itemStyle: { color: p.churn, borderColor: p.surface, borderWidth: 1.5 },
      },
    ],
  };
}
