import { Button, Title } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import { useClinic } from '../../ui/clinic-context.ts';
import { CodeEntry, isStuck } from './code-entry.tsx';
import { channelInWords, unbroken } from './code-words.ts';
import classes from './one-time-code-dialog.module.css';
import type { CodeSent } from './use-code-step.ts';
import { useVisitCode } from './use-visit-code.ts';
import { inOrder } from './ways.ts';

interface Props {
  appointmentId: string;
  /** The signed-in person's own number, as their account has it. */
  phone: string | null;
  /** Digits of the code. */
  length: number;
  onVerified: () => void;
  onClose: () => void;
}

const sentInWords = ({ channel, to }: CodeSent): string =>
  `We sent a code ${channelInWords(channel)} to ${unbroken(to)}. Enter it here to open your visit.`;

/** Asks for the step-up code that opens one visit; sends it when it opens. */
export const OneTimeCodeDialog = ({ appointmentId, phone, length, onVerified, onClose }: Props) => {
  const ids = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const channels = inOrder(useClinic().channels);
  const step = useVisitCode({ appointmentId, phone, channel: channels[0] ?? 'sms', onVerified });
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
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
      <div className={classes['inside']}>
        <Title order={2} id={`${ids}-title`}>
          Check that it’s you
        </Title>
        <CodeEntry
          step={step}
          length={length}
          channels={channels}
          sentInWords={sentInWords}
          onCode={step.verify}
        />
        <Button variant="default" onClick={onClose}>
          {isStuck(step) ? 'Close' : 'Not now'}
        </Button>
      </div>
    </dialog>
  );
};
