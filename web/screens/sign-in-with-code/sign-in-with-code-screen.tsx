import { useState } from 'react';
import { Redirect, useSearch } from 'wouter';
import { useMe } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { useTwoSteps } from '../one-time-code/use-two-steps.ts';
import { EntranceLinks } from '../sign-in/entrance-links.tsx';
import { useKnownAddress } from '../sign-in/known-address.ts';
import { nextPage } from '../sign-in/next-page.ts';
import { AddressForm } from './address-form.tsx';
import { SignInCode } from './sign-in-code.tsx';

const Steps = () => {
  const { phone, email } = useKnownAddress();
  const [address, setAddress] = useState(phone || email);
  const { beginning, isReturn, begin, goBack } = useTwoSteps();
  return beginning ? (
    <SignInCode address={address.trim()} beginning={beginning} onBack={goBack} />
  ) : (
    <AddressForm address={address} onChange={setAddress} onBegun={begin} isReturn={isReturn} />
  );
};

export const SignInWithCodeScreen = () => {
  const me = useMe();
  const search = useSearch();
  if (me.data) return <Redirect replace to={nextPage(search)} />;
  return (
    <Page title="Sign in with a code" intro="No password needed: we send you a code." width="narrow">
      <Card>
        <Steps />
      </Card>
      <EntranceLinks to={['/sign-in', '/register']} />
    </Page>
  );
};
