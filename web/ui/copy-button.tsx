import { Button, type ButtonProps, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ComponentProps, useEffect, useState } from 'react';
import classes from './copy-button.module.css';

interface Props extends ButtonProps, Omit<ComponentProps<'button'>, keyof ButtonProps> {
  value: string;
  /** What was copied, in words: "The link is copied". */
  done: string;
  children: string;
}

const FEEDBACK_MS = 3_000;

type Outcome = 'copied' | 'refused' | null;

/** Both words lie in one cell, so that the button keeps its width when it says that it worked. */
const Words = ({ name, isCopied }: { name: string; isCopied: boolean }) => (
  <span className={classes['words']}>
    <span data-shown={!isCopied}>{name}</span>
    <span data-shown={isCopied} aria-hidden={!isCopied}>
      Copied
    </span>
  </span>
);

/** Copies `value`. The button looks different for a moment, but its name stays the same throughout. */
export const CopyButton = ({ value, done, children, ...rest }: Props) => {
  const [outcome, setOutcome] = useState<Outcome>(null);
  const isCopied = outcome === 'copied';
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), FEEDBACK_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome('copied');
    } catch {
      setOutcome('refused');
    }
  };
  return (
    <>
      <Button
        leftSection={isCopied ? <IconCheck aria-hidden /> : <IconCopy aria-hidden />}
        {...(isCopied ? { 'aria-label': children } : {})}
        onClick={() => void copy()}
        {...rest}
      >
        <Words name={children} isCopied={isCopied} />
      </Button>
      <span role="status" className={classes['status']}>
        {isCopied && <VisuallyHidden>{done}</VisuallyHidden>}
        {outcome === 'refused' && `Copy it by hand: ${value}`}
      </span>
    </>
  );
};
