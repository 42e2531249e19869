// What every picture shares: quiet axes, hairline grid, tooltips built as elements (a strict CSP forbids HTML with styles).
export { fade } from "../tokens.js";
export const FONT = "Inter Variable, system-ui, sans-serif";

export const text = (color, size = 11, weight = 400) => ({ color, fontSize: size, fontWeight: weight, fontFamily: FONT });

export const axis = (p, more = {}) => ({
  axisLine: { lineStyle: { color: p.linestrong } },
  axisTick: { show: false },
  axisLabel: text(p.ink3),
  splitLine: { lineStyle: { color: p.line } },
  nameTextStyle: text(p.ink2, 11, 500),
  ...more,
});

export function tooltip(p, lines, more = {}) {
  return {
    backgroundColor: p.raised, borderColor: p.linestrong, borderWidth: 1, padding: [8, 10], confine: true, transitionDuration: 0,
    formatter: (params) => {
      const [head, ...rest] = lines(params);
      const box = document.createElement("div");
      box.className = "ch-tip";
      box.append(Object.assign(document.createElement("b"), { textContent: head }));
      rest.forEach((line) => box.append(Object.assign(document.createElement("span"), { textContent: line })));
      return box;
    },
    ...more,
  };
}

const locale = document.documentElement.lang || "en";
const monthName = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });

// The year stands in the place of January.
export function monthLabel(value) {
  const day = new Date(value);
  return day.getMonth() === 0 ? `${day.getFullYear()}` : monthName.format(day);
}
