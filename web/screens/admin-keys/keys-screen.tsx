import { Button, Stack } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { AdminNav } from '../../ui/admin-nav.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { KeyCard } from './key-card.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { useServiceKeys } from './use-service-keys.ts';

export const KeysScreen = () => {
  const { data, isPending, error, refetch } = useServiceKeys();
  const [isMaking, setMaking] = useState(false);
  const keys = data?.service_keys ?? [];
  return (
    <Page
      title="Service keys"
      intro="With a key, another system of yours sends codes through the clinic."
      action={
        <Button leftSection={<IconPlus aria-hidden />} onClick={() => setMaking(true)}>
          New key
        </Button>
      }
    >
      <AdminNav />
      <Stack gap="md">
        {isPending && <LoadingCards of="the keys" />}
        {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
        {data && keys.length === 0 && (
          <Empty icon={<IconKey />} title="No keys yet">
            Make one for each system that is to send codes, so that each can be revoked alone.
          </Empty>
        )}
        {keys.map((serviceKey) => (
          <KeyCard key={serviceKey.id} serviceKey={serviceKey} />
        ))}
      </Stack>
      <NewKeyDialog opened={isMaking} onClose={() => setMaking(false)} />
    </Page>
  );
};
