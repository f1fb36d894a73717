import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { BusyButton } from './busy-button.tsx';
import { ProblemNote } from './problem-note.tsx';

interface Props<T> {
  title: string;
  words: string;
  /** What the button is called that leaves everything as it is. */
  keep: string;
  /** What the button is called that does it. */
  go: string;
  change: UseMutationResult<T, Error, void>;
  opened: boolean;
  onClose: () => void;
  /** Once it is done and the dialog gone. */
  onDone: () => void;
}

/** Asks once more before something is done that can't be undone. */
export const AskOnceMore = <T,>({ title, words, keep, go, change, opened, onClose, onDone }: Props<T>) => {
  const isDone = useRef(false);
  const finish = (): void => {
    isDone.current = true;
    onClose();
  };
  const leave = (): void => {
    if (isDone.current) onDone();
    isDone.current = false;
  };
  return (
    <Modal opened={opened} onClose={onClose} onExitTransitionEnd={leave} title={title}>
      <Stack gap="md">
        <Text>{words}</Text>
        {change.isError && <ProblemNote problem={change.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {keep}
          </Button>
          <BusyButton
            color="red"
            loading={change.isPending}
            onClick={() => change.mutate(undefined, { onSuccess: finish })}
          >
            {go}
          </BusyButton>
        </Group>
      </Stack>
    </Modal>
  );
};
