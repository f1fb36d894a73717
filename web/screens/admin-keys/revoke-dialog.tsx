import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ServiceKey } from '../../../contract/external.ts';
import { BusyButton } from '../../ui/busy-button.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useRevokeKey } from './use-service-keys.ts';

interface Props {
  serviceKey: ServiceKey;
  opened: boolean;
  onClose: () => void;
  /** Once the dialog is gone, and the button that led to it as well. */
  onRevoked: () => void;
}

export const RevokeDialog = ({ serviceKey, opened, onClose, onRevoked }: Props) => {
  const revoke = useRevokeKey(serviceKey.id);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => revoke.isSuccess && onRevoked()}
      title="Revoke this key?"
    >
      <Stack gap="md">
        <Text>
          Whatever uses “{serviceKey.name}” is refused from now on. This can’t be undone; you can make another
          key at any time.
        </Text>
        {revoke.isError && <ProblemNote problem={revoke.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep the key
          </Button>
          <BusyButton
            color="red"
            loading={revoke.isPending}
            onClick={() => revoke.mutate(undefined, { onSuccess: onClose })}
          >
            Yes, revoke it
          </BusyButton>
        </Group>
      </Stack>
    </Modal>
  );
};
