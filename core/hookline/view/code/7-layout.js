// Places for the nodes of a graph: forces first (Fruchterman and Reingold, 1991), then labels apart.
const WIDTH = 960;
const HEIGHT = 600;
const LINE = 22; // height of a label with the space around it
const GAP = 8; // between two labels in a line
const ruler = document.createElement("canvas").getContext("2d");
ruler.font = "13px system-ui, sans-serif"; // of the labels

const boxWidth = (label) => ruler.measureText(label).width + 20;

function place(edges, widths) {
  const count = widths.length;
  const radius = Math.min(WIDTH, HEIGHT) / 2.6;
  const points = Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    return [Math.cos(angle) * radius * 1.4, Math.sin(angle) * radius];
  });
  const ideal = Math.sqrt((WIDTH * HEIGHT) / Math.max(count, 1)) * 0.6;
  for (let round = 0; round < 300; round += 1) {
    const heat = (1 - round / 300) * 40;
    const moves = points.map(() => [0, 0]);
    const push = (i, j, force) => {
      const [dx, dy] = [points[i][0] - points[j][0], points[i][1] - points[j][1]];
      const distance = Math.hypot(dx, dy) || 0.01;
      const scale = force(distance) / distance;
      moves[i][0] += dx * scale; moves[i][1] += dy * scale;
      moves[j][0] -= dx * scale; moves[j][1] -= dy * scale;
    };
    for (let i = 0; i < count; i += 1) {
      for (let j = 0; j < i; j += 1) push(i, j, (distance) => (ideal * ideal) / distance);
      moves[i][0] -= points[i][0] * 1.2; moves[i][1] -= points[i][1] * 2; // towards the middle
    }
    for (const [i, j] of edges) push(i, j, (distance) => -(distance * distance) / ideal);
    points.forEach((point, i) => {
      const length = Math.hypot(...moves[i]) || 1;
      point[0] += (moves[i][0] / length) * Math.min(length, heat);
      point[1] += (moves[i][1] / length) * Math.min(length, heat);
    });
  }
  for (let round = 0; round < 200; round += 1) {
    let moved = false;
    for (let i = 0; i < count; i += 1) {
      for (let j = 0; j < i; j += 1) {
        const width = (widths[i] + widths[j]) / 2 + GAP;
        const overlap = [width - Math.abs(points[i][0] - points[j][0]), LINE - Math.abs(points[i][1] - points[j][1])];
        if (overlap[0] <= 0 || overlap[1] <= 0) continue;
        const axis = overlap[1] < overlap[0] ? 1 : 0;
        const sign = points[i][axis] >= points[j][axis] ? 1 : -1;
        points[i][axis] += (sign * overlap[axis]) / 2 + sign * 0.5;
        points[j][axis] -= (sign * overlap[axis]) / 2 + sign * 0.5;
        moved = true;
      }
    }
    if (!moved) break;
  }
  return points;
}
