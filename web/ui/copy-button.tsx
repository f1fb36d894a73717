import { Button, type ButtonProps, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ComponentProps, useEffect, useState } from 'react';

interface Props extends ButtonProps, Omit<ComponentProps<'button'>, keyof ButtonProps> {
  value: string;
  /** What was copied, in words: "The link is copied". */
  done: string;
}

const FEEDBACK_MS = 3_000;

type Outcome = 'copied' | 'refused' | null;

/** Copies `value`; the name of the button stays, its icon and a status line say that it worked. */
export const CopyButton = ({ value, done, children, ...rest }: Props) => {
  const [outcome, setOutcome] = useState<Outcome>(null);
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
        leftSection={outcome === 'copied' ? <IconCheck aria-hidden /> : <IconCopy aria-hidden />}
        onClick={() => void copy()}
        {...rest}
      >
        {children}
      </Button>
      <span role="status">
        {outcome === 'copied' && <VisuallyHidden>{done}</VisuallyHidden>}
        {outcome === 'refused' && `Copy it by hand: ${value}`}
      </span>
    </>
  );
};
