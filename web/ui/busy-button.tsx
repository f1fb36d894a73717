import { Button, type ButtonProps } from '@mantine/core';
import { type ComponentProps, useLayoutEffect, useRef } from 'react';

interface Props extends ButtonProps, Omit<ComponentProps<'button'>, keyof ButtonProps | 'ref'> {
  /** Whether what it began is still under way. */
  loading: boolean;
}

/** A button that starts something that takes a moment, and has the focus again where it is still needed afterwards. */
export const BusyButton = ({ loading, ...rest }: Props) => {
  const button = useRef<HTMLButtonElement>(null);
  const hadFocus = useRef(false);
  // Before the browser draws: only then does it take the focus from a button that the library has disabled.
  useLayoutEffect(() => {
    if (loading) hadFocus.current = document.activeElement === button.current;
    else if (hadFocus.current && document.activeElement === document.body) button.current?.focus();
  }, [loading]);
  return <Button ref={button} loading={loading} {...rest} />;
};
