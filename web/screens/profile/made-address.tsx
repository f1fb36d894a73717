import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type RefObject, useEffect } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from './made-address.module.css';

interface Props {
  url: string;
  /** Around the button that copies it. */
  copy: RefObject<HTMLDivElement | null>;
}

/** The one time that anybody sees the address: the server keeps a hash of it. */
export const MadeAddress = ({ url, copy }: Props) => {
  // The button that made it, and had the focus, went.
  useEffect(() => copy.current?.querySelector('button')?.focus(), [copy]);
  return (
    <Stack gap="md">
      <Alert color="now" icon={<IconAlertTriangle aria-hidden />} role="status">
        Copy this address now. It is not shown again: if it is lost, make another.
      </Alert>
      <code className={classes['address']}>{url}</code>
      <div ref={copy}>
        <CopyButton variant="light" fullWidth value={url} done="The address is copied">
          Copy address
        </CopyButton>
      </div>
      <Text>
        In your calendar, look for “Add calendar”, then “Subscribe” or “From URL”, and paste it there.
      </Text>
    </Stack>
  );
};
