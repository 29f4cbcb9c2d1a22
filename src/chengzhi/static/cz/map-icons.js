// Markers drawn in the page: the shape and colour of each light, and a larger one for the chosen case.
const SIZE = 28;
const SHAPES = {
  g: (pen) => pen.arc(14, 14, 9, 0, 7),
  y: (pen) => path(pen, [14, 3.5, 25, 23.5, 3, 23.5]),
  r: (pen) => pen.rect(4.5, 4.5, 19, 19),
  b: (pen) => [pen.rect(6, 5, 6, 18), pen.rect(16, 5, 6, 18)],
  p: (pen) => path(pen, [7, 4, 24, 4, 19.5, 9.5, 24, 15, 9, 15, 9, 26, 7, 26]),
};
function path(pen, points) {
  pen.moveTo(points[0], points[1]);
  for (let at = 2; at < points.length; at += 2) pen.lineTo(points[at], points[at + 1]);
  pen.closePath();
}
export const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--cz-${name}`).trim();
function icon(code, isChosen) {
  const scale = 2 * (isChosen ? 36 / SIZE : 1);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.beginPath();
  SHAPES[code](pen);
  pen.lineJoin = "round";
  pen.lineWidth = isChosen ? 7 : 5;
  pen.strokeStyle = isChosen ? token("focus") : token("surface");
  pen.stroke();
  pen.lineWidth = 2;
  pen.strokeStyle = token(`${code}-x`);
  pen.fillStyle = token(code);
  pen.fill();
  pen.stroke();
  if (code === "r") {
    pen.fillStyle = token("r-on");
    pen.fillRect(12.8, 8, 2.4, 7.5);
    pen.fillRect(12.8, 17.5, 2.4, 2.6);
  }
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
export function addIcons(map) {
  for (const code of Object.keys(SHAPES)) {
    for (const isChosen of [false, true]) {
      const name = `cz-${code}${isChosen ? "-chosen" : ""}`;
      if (map.hasImage(name)) map.removeImage(name);
      map.addImage(name, icon(code, isChosen), { pixelRatio: 2 });
    }
  }
}
