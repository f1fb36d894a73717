import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** Stands in for a list on its way; `of` is what is being loaded. */
export const LoadingCards = ({ of, count = 2 }: { of: string; count?: number }) => (
  <Stack gap="md" role="status">
    <VisuallyHidden>Loading {of}…</VisuallyHidden>
    {Array.from({ length: count }, (_, row) => `row ${row}`).map((row) => (
      <Skeleton key={row} height="9rem" radius="lg" />
    ))}
  </Stack>
);
