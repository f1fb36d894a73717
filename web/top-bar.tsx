import {
  IconCalendarPlus,
  IconChartBar,
  IconClockHour4,
  IconLogout,
  IconSettings,
  IconUser,
  IconVideo,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { Link, useLocation } from 'wouter';
import type { Role } from '../contract/primitives.ts';
import classes from './frame.module.css';
import mark from './mark.svg';
import { useMe, useSignOut } from './session.tsx';
import { BusyButton } from './ui/busy-button.tsx';
import { useClinic } from './ui/clinic-context.ts';
import { ProblemNote } from './ui/problem-note.tsx';
import { SchemeSwitch } from './ui/scheme-switch.tsx';

interface Place {
  path: string;
  name: string;
  icon: ComponentType<{ 'aria-hidden': boolean }>;
  /** What the addresses of its further pages begin with, where it has any. */
  below?: string;
}

const visits: Place = { path: '/', name: 'Visits', icon: IconVideo, below: '/appointments/' };
const statistics: Place = { path: '/statistics', name: 'Statistics', icon: IconChartBar };
const profile: Place = { path: '/profile', name: 'Profile', icon: IconUser, below: '/profile/' };

const manage: Place = { path: '/admin/deliveries', name: 'Manage', icon: IconSettings, below: '/admin/' };

const PLACES: Record<Role, readonly Place[]> = {
  patient: [visits, { path: '/book', name: 'Book', icon: IconCalendarPlus }, profile],
  doctor: [visits, { path: '/availability', name: 'Hours', icon: IconClockHour4 }, statistics, profile],
  admin: [visits, manage, statistics, profile],
};

const PlaceLink = ({ path, name, icon: Icon, below }: Place) => {
  const [current] = useLocation();
  const isHere = current === path || (below !== undefined && current.startsWith(below));
  return (
    <Link href={path} className={classes['place'] ?? ''} aria-current={isHere ? 'page' : undefined}>
      <Icon aria-hidden />
      {name}
    </Link>
  );
};

const SignOutButton = ({ signOut }: { signOut: ReturnType<typeof useSignOut> }) => (
  <BusyButton
    variant="subtle"
    color="gray"
    className={classes['signOut'] ?? ''}
    leftSection={<IconLogout aria-hidden />}
    loading={signOut.isPending}
    onClick={() => signOut.mutate()}
  >
    Sign out
  </BusyButton>
);

export const TopBar = () => {
  const { data: me } = useMe();
  const signOut = useSignOut();
  return (
    <header className={classes['bar']}>
      <div className={classes['barInside']}>
        <Link href="/" className={classes['mark'] ?? ''}>
          <img src={mark} alt="" width="32" height="32" />
          {useClinic().name}
        </Link>
        {me && (
          <nav className={classes['places']} aria-label="Main">
            {PLACES[me.role].map((place) => (
              <PlaceLink key={place.path} {...place} />
            ))}
          </nav>
        )}
        <div className={classes['tools']}>
          <SchemeSwitch />
          {me && <SignOutButton signOut={signOut} />}
        </div>
      </div>
      {signOut.isError && <ProblemNote problem={signOut.error} onRetry={() => signOut.mutate()} />}
    </header>
  );
};
