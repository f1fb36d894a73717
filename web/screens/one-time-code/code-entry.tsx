import { Button, Loader, Text, VisuallyHidden } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useEffect, useId, useRef } from 'react';
import type { Channel } from '../../../contract/primitives.ts';
import { BusyButton } from '../../ui/busy-button.tsx';
import { countdown } from '../../when.ts';
import { CodeBoxes } from './code-boxes.tsx';
import classes from './code-entry.module.css';
import { channelInWords, NO_OTHER_WAY, type Trouble, unbroken } from './code-words.ts';
import { NotDelivered } from './not-delivered.tsx';
import { OtherWays } from './other-ways.tsx';
import type { CodeSent, CodeStep } from './use-code-step.ts';
import { waysLeft } from './ways.ts';

interface Props {
  step: CodeStep;
  /** Digits of the code. */
  length: number;
  /** The ways that the code can take; the first of them where none was used yet. */
  channels: readonly Channel[];
  sentInWords: (sent: CodeSent) => string;
  /** Leads on from a trouble that has another way out than this step. */
  wayOut?: (trouble: Trouble) => ReactNode;
  /** What else the code is handed in with. */
  children?: ReactNode;
  submit?: string;
  /** Hands the code in; with `children`, only when the button is pressed. */
  onCode: (code: string) => void;
}

const STUCK: readonly Trouble['way'][] = ['close', 'sign-in', 'register'];

/** Whether nothing that is typed here can help any more. */
export const isStuck = ({ trouble }: CodeStep): boolean => trouble !== null && STUCK.includes(trouble.way);

/** Where the code went; nothing where the trouble says all there is to say. */
const wordsOf = (step: CodeStep, sentInWords: Props['sentInWords']): string => {
  if (step.isSending) return 'Sending you a code…';
  if (isStuck(step)) return '';
  if (step.sent && step.delivery?.status === 'failed')
    return `We sent a code ${channelInWords(step.sent.channel)} to ${unbroken(step.sent.to)}.`;
  if (step.sent) return sentInWords(step.sent);
  return step.trouble && !step.trouble.isCalm ? '' : 'Enter the code that was sent to you.';
};

const SignInAgain = () => (
  <Button component="a" href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}>
    Sign in
  </Button>
);

interface NoteProps extends Pick<CodeStep, 'trouble'> {
  wayOut: Props['wayOut'] | undefined;
  id: string;
  hasOtherWays: boolean;
}

const TroubleNote = ({ trouble, id, wayOut, hasOtherWays }: NoteProps) => {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The boxes are gone then, and the focus with them.
    if (trouble && STUCK.includes(trouble.way)) note.current?.querySelector('a')?.focus();
  }, [trouble]);
  const way = trouble?.way === 'sign-in' ? <SignInAgain /> : trouble && wayOut?.(trouble);
  return (
    <div
      ref={note}
      role="alert"
      id={id}
      className={trouble ? classes['trouble'] : undefined}
      data-calm={trouble?.isCalm ?? false}
    >
      {trouble?.way === 'other-way' && !hasOtherWays ? NO_OTHER_WAY : trouble?.text}
      {way && <div className={classes['wayOut']}>{way}</div>}
    </div>
  );
};

const Resend = ({ step, channel }: { step: CodeStep; channel: Channel }) => (
  <Button
    variant="subtle"
    className={classes['resend'] ?? ''}
    disabled={step.isSending || step.resendIn > 0}
    onClick={() => step.send(step.sent?.channel ?? channel)}
  >
    {step.resendIn > 0 ? `Resend code in ${countdown(step.resendIn * 1_000)}` : 'Resend code'}
  </Button>
);

/** The boxes for a code with everything around them: where it went, what went wrong, and how to get another. */
export const CodeEntry = (props: Props) => {
  const { step, length, channels, children, onCode } = props;
  const ids = useId();
  const left = waysLeft(step.delivery, channels);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (step.code.length === length) onCode(step.code);
  };
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <div id={`${ids}-sent`} aria-live="polite" className={classes['sent']}>
        {step.isSending && <Loader size="xs" aria-hidden />}
        <Text>{wordsOf(step, props.sentInWords)}</Text>
      </div>
      <TroubleNote
        trouble={step.trouble}
        id={`${ids}-trouble`}
        wayOut={props.wayOut}
        hasOtherWays={channels.length > 1}
      />
      <NotDelivered delivery={step.delivery} ways={left} onChoose={step.send} />
      {!isStuck(step) && (
        <>
          <CodeBoxes
            length={length}
            value={step.code}
            onChange={step.setCode}
            {...(children ? {} : { onComplete: onCode })}
            disabled={step.isVerifying}
            invalid={step.trouble?.isOfCode ?? false}
            describedBy={step.trouble ? `${ids}-trouble` : `${ids}-sent`}
            focusKey={step.focusKey}
          />
          {children}
          <div className={classes['actions']}>
            <BusyButton type="submit" loading={step.isVerifying} disabled={step.code.length < length}>
              {props.submit ?? 'Verify'}
            </BusyButton>
            <Resend step={step} channel={channels[0] ?? 'sms'} />
            <VisuallyHidden role="status">
              {step.canResend && 'You can ask for another code now.'}
            </VisuallyHidden>
          </div>
          {channels.length > 1 && left.length === 0 && (
            <OtherWays
              channels={channels}
              isOpen={step.trouble?.way === 'other-way'}
              isBusy={step.isSending}
              onChoose={step.send}
            />
          )}
        </>
      )}
    </form>
  );
};
