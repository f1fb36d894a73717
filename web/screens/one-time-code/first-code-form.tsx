import { Alert, Stack } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useErrorFocus } from '../../ui/use-error-focus.ts';
import type { FirstCode } from './use-first-code.ts';

interface Props {
  first: FirstCode;
  /** What the button says that asks for the code. */
  submit: string;
  /** What was here before had the focus, and took it along as it went. */
  takesFocus?: boolean;
  /** The fields, each with what is wrong in it. */
  children: ReactNode;
}

/** A form that asks for a code: on top what is wrong with none of its fields, and the focus at the first that is. */
export const FirstCodeForm = ({ first, submit, takesFocus = false, children }: Props) => {
  const form = useErrorFocus<HTMLFormElement>(`${first.attempts} ${first.phoneFault}`);
  useEffect(() => {
    if (takesFocus && !form.current?.contains(document.activeElement))
      form.current?.querySelector('input')?.focus();
  }, [form, takesFocus]);
  return (
    <form ref={form} onSubmit={first.submit} noValidate>
      <Stack gap="lg">
        {first.fault && (
          <Alert color="red" role="alert">
            {first.fault}
          </Alert>
        )}
        {children}
        <BusyButton type="submit" fullWidth loading={first.isAsking}>
          {submit}
        </BusyButton>
      </Stack>
    </form>
  );
};
