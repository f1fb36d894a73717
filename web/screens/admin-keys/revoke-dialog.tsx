import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ServiceKey } from '../../../contract/external.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useRevokeKey } from './use-service-keys.ts';

interface Props {
  serviceKey: ServiceKey;
  opened: boolean;
  onClose: () => void;
}

export const RevokeDialog = ({ serviceKey, opened, onClose }: Props) => {
  const revoke = useRevokeKey(serviceKey.id);
  return (
    <Modal opened={opened} onClose={onClose} title="Revoke this key?">
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
          <Button
            color="red"
            loading={revoke.isPending}
            onClick={() => revoke.mutate(undefined, { onSuccess: onClose })}
          >
            Yes, revoke it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
