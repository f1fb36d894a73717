import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Me } from '../../../contract/people.ts';
import { ME, useSignOut } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Card } from '../../ui/card.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { PhoneChange } from './phone-change.tsx';

/** Opens the profile with the form for another number, where signing in again led back to it. */
const CHANGE_PHONE = 'change=phone';

type State = 'shown' | 'changing' | 'stale' | 'changed';

/** A number is bound only soon after signing in, so that a forgotten open page can't take over the account. */
const SignInAgain = () => {
  const signOut = useSignOut();
  const [path, go] = useLocation();
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.querySelector('button')?.focus(), []);
  return (
    <Stack ref={note} gap="sm" align="start" role="alert">
      <Text>
        Changing your number needs a sign-in of the last few minutes. Sign in again; you come back here
        afterwards.
      </Text>
      <BusyButton
        loading={signOut.isPending}
        onClick={() => {
          go(`${path}?${CHANGE_PHONE}`, { replace: true });
          signOut.mutate();
        }}
      >
        Sign in again
      </BusyButton>
      {signOut.isError && <ProblemNote problem={signOut.error} />}
    </Stack>
  );
};

const SignOutHere = () => {
  const signOut = useSignOut();
  return (
    <>
      <BusyButton variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out on this device
      </BusyButton>
      {signOut.isError && <ProblemNote problem={signOut.error} />}
    </>
  );
};

const Phone = ({ person }: { person: Me }) => {
  const client = useQueryClient();
  const search = useSearch();
  const [state, setState] = useState<State>(search === CHANGE_PHONE ? 'changing' : 'shown');
  const opener = useRef<HTMLButtonElement>(null);
  const last = useRef(state);
  useEffect(() => {
    if (last.current !== state) opener.current?.focus();
    last.current = state;
  }, [state]);
  const done = (me: Me): void => {
    setState('changed');
    client.setQueryData(ME, me);
  };
  if (state === 'changing')
    return (
      <PhoneChange
        current={person.phone}
        onDone={done}
        onCancel={() => setState('shown')}
        onStale={() => setState('stale')}
      />
    );
  if (state === 'stale') return <SignInAgain />;
  return (
    <Group gap="md">
      <Button ref={opener} variant="default" onClick={() => setState('changing')}>
        {person.phone ? 'Change phone number' : 'Add a phone number'}
      </Button>
      <Text role="status">
        {state === 'changed' && 'Your number is changed. Visits you had opened ask for a new code.'}
      </Text>
    </Group>
  );
};

/** The addresses that codes go to, and what belongs to signing in. */
export const SignInDetails = ({ person }: { person: Me }) => (
  <Card>
    <Stack gap="md">
      <Title order={2}>Signing in</Title>
      <Text>E-mail: {person.email}</Text>
      <Text>
        Phone: {person.phone ?? 'none yet'}
        {person.phone && !person.phone_verified && ' (not checked yet)'}
      </Text>
      <Text c="dimmed">
        Codes for video visits go to these. To change the e-mail address, ask the clinic.
      </Text>
      <Phone person={person} />
      <div>
        <SignOutHere />
      </div>
    </Stack>
  </Card>
);
