// On a narrow screen the tabs scroll: the one we are on is in view.
document.querySelectorAll(".ch-tabs [aria-current]").forEach((tab) => {
  const row = tab.closest(".ch-tabs");
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
});
