// Says the figure under the finger on a drawn line (mobile/shenhuobao/chart.html); without it the words below do.
for (const svg of document.querySelectorAll("svg.trend")) {
  const points = svg.querySelector(".trend-line").getAttribute("points").split(" ");
  const dots = points.map((point) => point.split(",").map(Number));
  const said = svg.dataset.said.split("|");
  const mark = svg.querySelector(".trend-mark");
  const words = svg.parentElement.querySelector(".trend-now");
  const show = (event) => {
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
    const nearest = dots.reduce((best, dot, place) => (Math.abs(dot[0] - x) < Math.abs(dots[best][0] - x) ? place : best), 0);
    mark.setAttribute("cx", dots[nearest][0]);
    mark.setAttribute("cy", dots[nearest][1]);
    mark.setAttribute("r", 4);
    words.textContent = said[nearest];
  };
  svg.addEventListener("pointerdown", show);
  svg.addEventListener("pointermove", show);
}
