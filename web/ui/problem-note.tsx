import { Alert, Button, Stack, Text } from '@mantine/core';

interface Props {
  problem: Error;
  onRetry?: (() => void) | undefined;
}

/** What went wrong, in the server's words, and the way out of it. */
export const ProblemNote = ({ problem, onRetry }: Props) => (
  <Alert color="red" role="alert" variant="light">
    <Stack gap="sm" align="start">
      <Text>{problem.message}</Text>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Stack>
  </Alert>
);
