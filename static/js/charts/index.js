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
  holder.dataset.drawing = "true";
  const { option, bind } = await kinds[holder.dataset.chart]();
  await document.fonts.ready;
  const source = document.getElementById(holder.dataset.source);
  if (!holder.isConnected || !source) return; // another alert was opened while the modules came
  const data = JSON.parse(source.textContent);
  const chart = globalThis.echarts.init(holder, null, { renderer: "canvas" });
  const paint = () => chart.setOption({ animation: false, ...option(data, palette(), holder.clientWidth) }, true);
  paint();
  bind?.(chart, data);
  const life = new AbortController();
  document.addEventListener("themechange", paint, { signal: life.signal });
  const watch = new ResizeObserver(() => {
    if (holder.isConnected) { chart.resize(); paint(); return; }
    life.abort(); watch.disconnect(); chart.dispose(); // htmx took the picture away
  });
  watch.observe(holder);
  holder.dataset.drawn = "true";
}

const drawIn = (part) => part.querySelectorAll?.("[data-chart]:not([data-drawing])").forEach(draw);
drawIn(document);
document.addEventListener("htmx:afterSettle", ({ detail }) => drawIn(detail.elt));
