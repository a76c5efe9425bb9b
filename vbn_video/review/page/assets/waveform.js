// The recording's waveform on a canvas: twenty pairs of peaks a second, lowest and highest sample of 50 ms as int8.

const US_PER_PEAK = 50_000;

/** The peaks of a project, or none where there are none. */
export async function loadPeaks(key) {
  try {
    const answer = await fetch(`/media/${key}/peaks`);
    return answer.ok ? new Int8Array(await answer.arrayBuffer()) : new Int8Array();
  } catch {
    return new Int8Array();
  }
}

/** The canvas as large as it is shown, at the screen's own resolution; its context, and its size in CSS pixels. */
export function prepare(canvas) {
  const { width, height } = canvas.getBoundingClientRect();
  const scale = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, width, height };
}

/** Draws [fromUs, toUs) of the peaks over the whole canvas. */
export function drawPeaks({ context, width, height }, peaks, fromUs, toUs, colour) {
  const perPixel = (toUs - fromUs) / width;
  context.fillStyle = colour;
  for (let x = 0; x < width; x += 1) {
    const first = Math.floor((fromUs + x * perPixel) / US_PER_PEAK);
    const last = Math.max(Math.floor((fromUs + (x + 1) * perPixel) / US_PER_PEAK), first + 1);
    let low = 0;
    let high = 0;
    for (let peak = Math.max(first, 0); peak < last && 2 * peak + 1 < peaks.length; peak += 1) {
      low = Math.min(low, peaks[2 * peak]);
      high = Math.max(high, peaks[2 * peak + 1]);
    }
    const top = height / 2 - (high / 127) * (height / 2);
    context.fillRect(x, top, 1, Math.max(((high - low) / 254) * height, 1));
  }
}

/** A colour of the style by its variable's name. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
