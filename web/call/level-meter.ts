/** Speech sits near -50 to -10 dBFS; this maps it onto the whole bar. */
const QUIET_DB = -55;
const LOUD_DB = -12;

/** Pure: loudness of one block of samples (-1 to 1) as 0 to 1. */
export const loudness = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-10);
  return Math.min(1, Math.max(0, (decibels - QUIET_DB) / (LOUD_DB - QUIET_DB)));
};

/** Tells `heard` the loudness of `track`, 0 to 1, about 15 times a second until `signal` aborts. */
export const meterLevel = (
  track: MediaStreamTrack,
  heard: (level: number) => void,
  signal: AbortSignal,
): void => {
  const context = new AudioContext();
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1_024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    // Browsers keep the context asleep until the person touched the page.
    if (context.state === 'suspended') void context.resume();
    analyser.getFloatTimeDomainData(samples);
    heard(loudness(samples));
  }, 66);
  signal.addEventListener(
    'abort',
    () => {
      clearInterval(timer);
      source.disconnect();
      void context.close();
    },
    { once: true },
  );
};
