import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconChartBar, IconKey, IconMailCheck, IconReportMoney } from '@tabler/icons-react';
import { Link } from 'wouter';
import { Card } from '../../ui/card.tsx';
import { Marked } from '../../ui/marked.tsx';
import classes from './admin-links.module.css';

const LINKS = [
  {
    path: '/admin/deliveries',
    name: 'Delivery log',
    icon: IconMailCheck,
    words: 'What became of every code and notice.',
  },
  {
    path: '/admin/spending',
    name: 'Spending',
    icon: IconReportMoney,
    words: 'What codes cost, and what was held back.',
  },
  {
    path: '/admin/keys',
    name: 'Service keys',
    icon: IconKey,
    words: 'Which other systems may send codes.',
  },
  {
    path: '/statistics',
    name: 'Video calls',
    icon: IconChartBar,
    words: 'How many there were, how long, and how they ended.',
  },
] as const;

/** An admin has few visits of their own: first comes what they run the clinic with. */
export const AdminLinks = () => (
  <Stack component="section" gap="md" aria-labelledby="manage">
    <Title order={2} id="manage">
      Manage the clinic
    </Title>
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {LINKS.map(({ path, name, icon, words }) => (
        <Card key={path} className={classes['card'] ?? ''}>
          <Link href={path} className={classes['link'] ?? ''}>
            <Marked icon={icon}>{name}</Marked>
          </Link>
          <Text c="dimmed">{words}</Text>
        </Card>
      ))}
    </SimpleGrid>
  </Stack>
);
