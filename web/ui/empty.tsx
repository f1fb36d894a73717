import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Card } from './card.tsx';

interface Props {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** What a list shows when there is nothing in it, and what to do about that. */
export const Empty = ({ icon, title, children, action }: Props) => (
  <Card mood="quiet">
    <Stack align="center" gap="xs" py="lg" ta="center">
      <Text component="span" c="var(--anteroom-accent-text)" aria-hidden>
        {icon}
      </Text>
      <Text fw={600}>{title}</Text>
      {children && <Text c="dimmed">{children}</Text>}
      {action}
    </Stack>
  </Card>
);
