import { Button, Text, Title } from '@mantine/core';
import { IconKey, IconKeyOff } from '@tabler/icons-react';
import { useId, useRef, useState } from 'react';
import type { ServiceKey } from '../../../contract/external.ts';
import { usePerson } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { Marked } from '../../ui/marked.tsx';
import { useNow } from '../../ui/use-now.ts';
import { dayAndTime, fromNow, MINUTE, readerOf } from '../../when.ts';
import classes from './keys.module.css';
import { RevokeDialog } from './revoke-dialog.tsx';
import { SCOPE_WORDS } from './scope-words.ts';

const State = ({ revokedAt }: { revokedAt: string | null }) =>
  revokedAt === null ? (
    <Marked icon={IconKey} tone="good">
      In force
    </Marked>
  ) : (
    <Marked icon={IconKeyOff} tone="quiet">
      Revoked
    </Marked>
  );

const Dates = ({ serviceKey: { created_at, last_used_at, revoked_at } }: { serviceKey: ServiceKey }) => {
  const reader = readerOf(usePerson());
  const now = useNow(MINUTE);
  return (
    <dl className={classes['facts']}>
      <div>
        <dt>Made</dt> <dd>{dayAndTime(created_at, reader, now)}</dd>
      </div>
      <div>
        <dt>Last used</dt> <dd>{last_used_at === null ? 'never' : fromNow(last_used_at, reader, now)}</dd>
      </div>
      {revoked_at !== null && (
        <div>
          <dt>Revoked</dt> <dd>{dayAndTime(revoked_at, reader, now)}</dd>
        </div>
      )}
    </dl>
  );
};

export const KeyCard = ({ serviceKey }: { serviceKey: ServiceKey }) => {
  const id = useId();
  const [isRevoking, setRevoking] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const { name, hint, scopes, revoked_at } = serviceKey;
  return (
    <Card component="article" mood={revoked_at === null ? 'plain' : 'quiet'} aria-labelledby={id}>
      <div className={classes['layout']}>
        <div>
          <Title order={2} size="h3" id={id} ref={title} tabIndex={-1} className={classes['name'] ?? ''}>
            {name}
          </Title>
          <Text c="dimmed">
            <code className={classes['hint']}>{hint}…</code>
          </Text>
        </div>
        <State revokedAt={revoked_at} />
        <div>
          <Text>May: {scopes.map((scope) => SCOPE_WORDS[scope].toLowerCase()).join(', ')}</Text>
          <Dates serviceKey={serviceKey} />
        </div>
        {revoked_at === null && (
          <Button variant="default" onClick={() => setRevoking(true)} aria-label={`Revoke ${name}`}>
            Revoke
          </Button>
        )}
      </div>
      <RevokeDialog
        serviceKey={serviceKey}
        opened={isRevoking}
        onClose={() => setRevoking(false)}
        onRevoked={() => title.current?.focus()}
      />
    </Card>
  );
};
