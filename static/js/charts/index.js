// <div data-chart="history" data-source="history-data" role="img" aria-label="…">
// The module of that name exports option(data, palette, width) and, if it needs to, bind(chart, data).
// A page that has charts loads ECharts itself, before the modules.
import { palette } from "../tokens.js";

const kinds = {
  history: () => import("./history.js"),
  late: () => import("./late.js"),
  quadrant: () => import("./quadrant.js"),
  rhythm: () => import("./rhythm.js"),
};

async function draw(holder) {
  const { option, bind } = await kinds[holder.dataset.chart]();
  await document.fonts.ready;
  const data = JSON.parse(document.getElementById(holder.dataset.source).textContent);
  const chart = globalThis.echarts.init(holder, null, { renderer: "canvas" });
  const paint = () => chart.setOption({ animation: false, ...option(data, palette(), holder.clientWidth) }, true);
  paint();
  bind?.(chart, data);
  document.addEventListener("themechange", paint);
  new ResizeObserver(() => { chart.resize(); paint(); }).observe(holder);
  holder.dataset.drawn = "true";
}

document.querySelectorAll("[data-chart]").forEach(draw);
