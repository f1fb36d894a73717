import { Anchor, Stack, Text } from '@mantine/core';
import { Link, useSearch } from 'wouter';
import type { KnownAddress } from './known-address.ts';
import { withNext } from './next-page.ts';

export type EntrancePath = '/sign-in' | '/sign-in/code' | '/register' | '/forgot-password';

interface LinkProps {
  to: EntrancePath;
  /** What was typed here and is wanted there. */
  known?: KnownAddress;
  children: string;
}

/** A link to another way in, which keeps the page to come back to. */
export const EntranceLink = ({ to, known, children }: LinkProps) => {
  const search = useSearch();
  return (
    <Anchor component={Link} href={withNext(to, search)} {...(known ? { state: known } : {})}>
      {children}
    </Anchor>
  );
};

const WAYS: Record<EntrancePath, { question: string; link: string }> = {
  '/sign-in': { question: 'Have a password?', link: 'Sign in with it' },
  '/sign-in/code': { question: 'No password at hand?', link: 'Sign in with a code' },
  '/register': { question: 'New here?', link: 'Register' },
  '/forgot-password': { question: 'Forgot your password?', link: 'Choose a new one' },
};

/** The other ways in, below a form. */
export const EntranceLinks = ({ to }: { to: readonly EntrancePath[] }) => (
  <Stack gap="xs" mt="lg">
    {to.map((path) => (
      <Text key={path}>
        {WAYS[path].question} <EntranceLink to={path}>{WAYS[path].link}</EntranceLink>
      </Text>
    ))}
  </Stack>
);
