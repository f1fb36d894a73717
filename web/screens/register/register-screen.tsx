import { useState } from 'react';
import { Redirect, useSearch } from 'wouter';
import { useMe } from '../../session.tsx';
import { COMMON_PASSWORD } from '../../ui/account-rules.ts';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import type { Beginning } from '../one-time-code/use-code-step.ts';
import { useTwoSteps } from '../one-time-code/use-two-steps.ts';
import { EntranceLink, EntranceLinks } from '../sign-in/entrance-links.tsx';
import { useKnownAddress } from '../sign-in/known-address.ts';
import { nextPage } from '../sign-in/next-page.ts';
import { type Refusal, RegisterCode } from './register-code.tsx';
import type { RegisterDraft, RegisterFaults } from './register-fields.tsx';
import { RegisterForm } from './register-form.tsx';

const wordsFor = (refusal: Refusal | null, { email, phone }: RegisterDraft): RegisterFaults => {
  switch (refusal) {
    case 'email_taken':
      return {
        email: (
          <>
            There is an account with this address already. <EntranceLink to="/sign-in">Sign in</EntranceLink>{' '}
            or{' '}
            <EntranceLink to="/forgot-password" known={{ email, phone }}>
              choose a new password
            </EntranceLink>
            .
          </>
        ),
      };
    case 'phone_taken':
      return {
        phone: (
          <>
            There is an account with this number already.{' '}
            <EntranceLink to="/sign-in/code" known={{ phone }}>
              Sign in with a code
            </EntranceLink>
            .
          </>
        ),
      };
    case 'phone_invalid':
      return { phone: 'That is not a phone number we can reach. Check it, with the country code in front.' };
    case 'email_invalid':
      return { email: 'That is not an e-mail address we can write to. Check it.' };
    case 'password_common':
      return { password: COMMON_PASSWORD };
    case null:
      return {};
  }
};

const FIELD_OF: Record<Refusal, keyof RegisterDraft> = {
  email_taken: 'email',
  email_invalid: 'email',
  phone_taken: 'phone',
  phone_invalid: 'phone',
  password_common: 'password',
};

const Steps = () => {
  const known = useKnownAddress();
  const [draft, setDraft] = useState<RegisterDraft>({ firstName: '', lastName: '', password: '', ...known });
  const { beginning, isReturn, begin, goBack } = useTwoSteps();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSpent, setSpent] = useState(false);
  const change = (part: Partial<RegisterDraft>): void => {
    if (refusal && FIELD_OF[refusal] in part) setRefusal(null);
    setDraft({ ...draft, ...part });
  };
  const beginCode = (how: Beginning): void => {
    if ('sent' in how) setSpent(false);
    begin(how);
  };
  if (!beginning)
    return (
      <RegisterForm
        draft={draft}
        refused={wordsFor(refusal, draft)}
        onChange={change}
        onBegun={beginCode}
        isReturn={isReturn}
      />
    );
  return (
    <RegisterCode
      draft={draft}
      beginning={beginning}
      isSpent={isSpent}
      onBack={goBack}
      onRefused={(why) => {
        setRefusal(why);
        // The server judges these two after the code was right and is used up.
        setSpent(why === 'email_taken' || why === 'phone_taken');
        goBack();
      }}
    />
  );
};

export const RegisterScreen = () => {
  const me = useMe();
  const search = useSearch();
  if (me.data) return <Redirect replace to={nextPage(search)} />;
  return (
    <Page title="Register" intro="With an account you can book visits and join them by video." width="narrow">
      <Card>
        <Steps />
      </Card>
      <EntranceLinks to={['/sign-in', '/sign-in/code']} />
    </Page>
  );
};
