import { Button, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import { forgetAnswers, ME } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { useTwoSteps } from '../one-time-code/use-two-steps.ts';
import { EntranceLinks } from '../sign-in/entrance-links.tsx';
import { useKnownAddress } from '../sign-in/known-address.ts';
import { withNext } from '../sign-in/next-page.ts';
import { NewPassword } from './new-password.tsx';
import { OwnerForm } from './owner-form.tsx';
import type { Owner } from './send-reset-code.ts';

/** After a change of the password nobody is signed in any more, in this browser neither. */
const Changed = () => {
  const search = useSearch();
  return (
    <Page title="Your password is changed" width="narrow">
      <Card>
        <Stack gap="lg" align="start">
          <Text>
            For your safety you have been signed out on every device. Sign in again with the new password.
          </Text>
          <Button component={Link} href={withNext('/sign-in', search)}>
            Sign in
          </Button>
        </Stack>
      </Card>
    </Page>
  );
};

export const ForgotPasswordScreen = () => {
  const client = useQueryClient();
  const [owner, setOwner] = useState<Owner>(useKnownAddress());
  const { beginning, isReturn, begin, goBack } = useTwoSteps();
  const [isChanged, setChanged] = useState(false);
  const changed = (): void => {
    setChanged(true);
    forgetAnswers(client);
    client.setQueryData(ME, null);
  };
  if (isChanged) return <Changed />;
  return (
    <Page
      title="Forgot your password?"
      tabTitle="Forgot password"
      intro="We send a code to the phone of your account. With it you choose a new password."
      width="narrow"
    >
      <Card>
        {beginning ? (
          <NewPassword owner={owner} beginning={beginning} onBack={goBack} onChanged={changed} />
        ) : (
          <OwnerForm
            owner={owner}
            onChange={(part) => setOwner({ ...owner, ...part })}
            onBegun={begin}
            isReturn={isReturn}
          />
        )}
      </Card>
      <EntranceLinks to={['/sign-in', '/sign-in/code', '/register']} />
    </Page>
  );
};
