import { Alert, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Redirect, useSearch } from 'wouter';
import { useMe, useSessionEnded, useSignIn } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { EntranceLinks } from './entrance-links.tsx';
import { nextPage } from './next-page.ts';
import { refusalInWords } from './refusal-in-words.ts';

const SignInForm = () => {
  const signIn = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isAsked, setAsked] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (email.trim() && password) signIn.mutate({ email: email.trim(), password });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        {signIn.isError && !signIn.isPending && (
          <Alert color="red" role="alert">
            {refusalInWords(signIn.error)}
          </Alert>
        )}
        <TextInput
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={isAsked && !email.trim() ? 'Enter your e-mail address' : null}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={isAsked && !password ? 'Enter your password' : null}
          visibilityToggleButtonProps={{ 'aria-label': 'Show what I type', tabIndex: 0 }}
        />
        <BusyButton type="submit" fullWidth loading={signIn.isPending}>
          Sign in
        </BusyButton>
      </Stack>
    </form>
  );
};

const ENDED =
  'You have been signed out, as happens by itself after a while without use. Sign in to go on where you were.';

export const SignInScreen = () => {
  const me = useMe();
  const search = useSearch();
  const hasEnded = useSessionEnded();
  if (me.data) return <Redirect replace to={nextPage(search)} />;
  return (
    <Page
      title="Welcome"
      tabTitle="Sign in"
      intro={hasEnded ? ENDED : 'Sign in to see your visits.'}
      width="narrow"
    >
      <Card>
        <SignInForm />
      </Card>
      <EntranceLinks to={['/sign-in/code', '/forgot-password', '/register']} />
    </Page>
  );
};
