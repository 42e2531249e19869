// Bars against the client's own habit, not against other clients.
import { axis, text, tooltip } from "./common.js";

export function option({ months, usual, alarm, usualWord, alarmWord }, p) {
  const whole = (value) => Math.round(value * 10) / 10;
  const known = months.map(([, days]) => days).filter((days) => days !== null);
  const step = Math.max(1, Math.ceil(Math.max(...known, alarm ?? 0, 1) / 3));
  const apart = usual !== null && alarm !== null && alarm - usual < step * 0.6 ? 8 : 0; // two words on one line
  const lines = [
    ...(usual === null ? [] : [{ yAxis: usual, lineStyle: { color: p.ink3, type: "solid", width: 1 }, label: { formatter: `${usualWord} ${whole(usual)}`, position: "end", offset: [0, apart], ...text(p.ink2) } }]),
    ...(alarm === null ? [] : [{ yAxis: alarm, lineStyle: { color: p.bandInk.raised, type: [4, 3], width: 1 }, label: { formatter: `${alarmWord} ${whole(alarm)}`, position: "end", offset: [0, -apart], width: apart ? undefined : 62, overflow: apart ? undefined : "break", ...text(p.bandInk.raised) } }]),
  ];
  return {
    grid: { left: 32, right: 88, top: 16, bottom: 24 },
    xAxis: axis(p, { type: "category", data: months.map(([name]) => name), axisLabel: { ...text(p.ink3), interval: 0, fontSize: 10.5, hideOverlap: true } }),
    yAxis: axis(p, { type: "value", min: 0, max: step * 3, interval: step }),
    tooltip: tooltip(p, ({ dataIndex }) => [months[dataIndex][0], months[dataIndex][2]]),
    series: [{
      type: "bar", barWidth: "56%", z: 3,
      data: months.map(([, days]) => ({ value: days, itemStyle: { color: alarm !== null && days >= alarm ? p.band.raised : p.linestrong, borderRadius: [2, 2, 0, 0] } })),
      label: { show: true, position: "top", ...text(p.ink2, 11, 500), formatter: ({ value }) => (value === null || value === undefined ? "" : `${Math.round(value)}`), textBorderColor: p.surface, textBorderWidth: 3 },
      markLine: { silent: true, symbol: "none", data: lines },
    }],
  };
}
