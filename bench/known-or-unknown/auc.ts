/**
 * How often a sample of the one is greater than one of the other, ties counted by halves: the area under the
 * curve of whoever tells them apart by this figure alone. A half is a coin (Mann and Whitney, 1947).
 */
export const auc = (one: readonly number[], other: readonly number[]): number => {
  const all = [
    ...one.map((value) => ({ value, isOne: true })),
    ...other.map((value) => ({ value, isOne: false })),
  ].sort((a, b) => a.value - b.value);
  let ranks = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.value === all[start]?.value) end += 1;
    const middle = (start + 1 + end) / 2;
    ranks += middle * all.slice(start, end).filter(({ isOne }) => isOne).length;
    start = end;
  }
  return (ranks - (one.length * (one.length + 1)) / 2) / (one.length * other.length);
};
