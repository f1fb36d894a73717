import { Button, Loader, Text, Title } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import type { Channel } from '../../../contract/primitives.ts';
import { countdown } from '../../when.ts';
import { CodeBoxes } from './code-boxes.tsx';
import { channelInWords, type Trouble } from './code-words.ts';
import classes from './one-time-code-dialog.module.css';
import { useOneTimeCode } from './use-one-time-code.ts';

const ways: { channel: Channel; label: string }[] = [
  { channel: 'sms', label: 'Send by SMS' },
  { channel: 'whatsapp', label: 'Send by WhatsApp' },
  { channel: 'email', label: 'Send by e-mail' },
  { channel: 'voice', label: 'Call me and say it' },
];

/** Where the code went; nothing where the trouble says all there is to say. */
const sentInWords = (
  step: Pick<ReturnType<typeof useOneTimeCode>, 'isSending' | 'sent' | 'trouble'>,
): string => {
  if (step.isSending) return 'Sending you a code…';
  const { sent, trouble } = step;
  if (sent)
    return `We sent a code ${channelInWords(sent.channel)} to ${sent.to}. Enter it here to open your visit.`;
  return trouble && !trouble.isCalm ? '' : 'Enter the code that was sent to you.';
};

interface Props {
  appointmentId: string;
  /** The signed-in person's own number, as their account has it. */
  phone: string | null;
  /** Digits of the code. */
  length: number;
  onVerified: () => void;
  onClose: () => void;
}

const TroubleNote = ({ trouble, id }: { trouble: Trouble | null; id: string }) => (
  <div
    role="alert"
    id={id}
    className={trouble ? classes['trouble'] : undefined}
    data-calm={trouble?.isCalm ?? false}
  >
    {trouble?.text}
    {trouble?.way === 'sign-in' && (
      <a className={classes['link']} href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}>
        Sign in
      </a>
    )}
  </div>
);

const OtherWays = (props: { isOpen: boolean; isBusy: boolean; onChoose: (channel: Channel) => void }) => (
  <details className={classes['ways']} open={props.isOpen}>
    <summary className={classes['summary']}>Other ways to get the code</summary>
    <div className={classes['choices']}>
      {ways.map(({ channel, label }) => (
        <Button
          key={channel}
          variant="default"
          disabled={props.isBusy}
          onClick={() => props.onChoose(channel)}
        >
          {label}
        </Button>
      ))}
    </div>
  </details>
);

/** Asks for the step-up code that opens one visit; sends it when it opens. */
export const OneTimeCodeDialog = ({ appointmentId, phone, length, onVerified, onClose }: Props) => {
  const ids = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const step = useOneTimeCode({ appointmentId, phone, onVerified });
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  const isStuck = step.trouble?.way === 'close' || step.trouble?.way === 'sign-in';
  return (
    <dialog
      ref={dialog}
      className={classes['dialog']}
      aria-labelledby={`${ids}-title`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (step.code.length === length) step.verify(step.code);
        }}
      >
        <Title order={2} id={`${ids}-title`}>
          Check that it’s you
        </Title>
        <div id={`${ids}-sent`} aria-live="polite" className={classes['sent']}>
          {step.isSending && <Loader size="xs" aria-hidden />}
          <Text>{sentInWords(step)}</Text>
        </div>
        <TroubleNote trouble={step.trouble} id={`${ids}-trouble`} />
        {!isStuck && (
          <>
            <CodeBoxes
              length={length}
              value={step.code}
              onChange={step.setCode}
              onComplete={(code) => step.verify(code)}
              disabled={step.isVerifying}
              invalid={step.trouble?.text.startsWith('That code') ?? false}
              describedBy={step.trouble ? `${ids}-trouble` : `${ids}-sent`}
              focusKey={step.focusKey}
            />
            <div className={classes['actions']}>
              <Button type="submit" loading={step.isVerifying} disabled={step.code.length < length}>
                Verify
              </Button>
              <Button
                variant="subtle"
                disabled={step.isSending || step.resendIn > 0}
                onClick={() => step.send(step.sent?.channel ?? 'sms')}
              >
                {step.resendIn > 0 ? `Resend code in ${countdown(step.resendIn * 1_000)}` : 'Resend code'}
              </Button>
            </div>
            <OtherWays
              isOpen={step.trouble?.way === 'other-way'}
              isBusy={step.isSending}
              onChoose={step.send}
            />
          </>
        )}
        <Button variant="default" onClick={onClose}>
          {isStuck ? 'Close' : 'Not now'}
        </Button>
      </form>
    </dialog>
  );
};
