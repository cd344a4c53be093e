/** What one way of posting did in its slices: how many, in how long, and each latency in milliseconds. */
export type Measurement = { readonly latencies: number[]; seconds: number; failed: number };

export const emptyMeasurement = (): Measurement => ({ latencies: [], seconds: 0, failed: 0 });

/** Posts one entry; `sequence` is unique in the run. Answers whether it was posted. */
export type PostOne = (sequence: number) => Promise<boolean>;

let sequence = 0;

/** Lets `clients` post one after the other, all at once, for a slice of time, and adds what they did. */
export const measureSlice = async (
  measurement: Measurement,
  post: PostOne,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<void> => {
  const begun = performance.now();
  const end = begun + seconds * 1_000;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const sent = performance.now();
      sequence += 1;
      const posted = await post(sequence);
      measurement.latencies.push(performance.now() - sent);
      if (!posted) measurement.failed += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  measurement.seconds += (performance.now() - begun) / 1_000;
};

/** Entries posted in a second. */
export const rateOf = ({ latencies, seconds, failed }: Measurement): number => (latencies.length - failed) / seconds;

/** The latency, in milliseconds, that this share of the entries did not exceed. */
export const percentile = ({ latencies }: Measurement, share: number): number => {
  const sorted = latencies.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
