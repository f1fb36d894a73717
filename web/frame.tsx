import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import type { Role } from '../contract/primitives.ts';
import classes from './frame.module.css';
import { NotFoundScreen } from './screens/not-found/not-found-screen.tsx';
import { RequireSession, usePerson } from './session.tsx';
import { TopBar } from './top-bar.tsx';
import { LoadingCards } from './ui/loading-cards.tsx';

const SignInScreen = lazy(async () => ({
  default: (await import('./screens/sign-in/sign-in-screen.tsx')).SignInScreen,
}));
const SignInWithCodeScreen = lazy(async () => ({
  default: (await import('./screens/sign-in-with-code/sign-in-with-code-screen.tsx')).SignInWithCodeScreen,
}));
const RegisterScreen = lazy(async () => ({
  default: (await import('./screens/register/register-screen.tsx')).RegisterScreen,
}));
const ForgotPasswordScreen = lazy(async () => ({
  default: (await import('./screens/forgot-password/forgot-password-screen.tsx')).ForgotPasswordScreen,
}));
const DashboardScreen = lazy(async () => ({
  default: (await import('./screens/dashboard/dashboard-screen.tsx')).DashboardScreen,
}));
const BookScreen = lazy(async () => ({
  default: (await import('./screens/book/book-screen.tsx')).BookScreen,
}));
const AvailabilityScreen = lazy(async () => ({
  default: (await import('./screens/availability/availability-screen.tsx')).AvailabilityScreen,
}));
const StatisticsScreen = lazy(async () => ({
  default: (await import('./screens/statistics/statistics-screen.tsx')).StatisticsScreen,
}));
const ProfileScreen = lazy(async () => ({
  default: (await import('./screens/profile/profile-screen.tsx')).ProfileScreen,
}));
const RemindersScreen = lazy(async () => ({
  default: (await import('./screens/profile/reminders-screen.tsx')).RemindersScreen,
}));
const VisitScreen = lazy(async () => ({
  default: (await import('./screens/visit/visit-screen.tsx')).VisitScreen,
}));
const InboxScreen = lazy(async () => ({
  default: (await import('./screens/inbox/inbox-screen.tsx')).InboxScreen,
}));
const DeliveriesScreen = lazy(async () => ({
  default: (await import('./screens/admin-deliveries/deliveries-screen.tsx')).DeliveriesScreen,
}));
const SpendingScreen = lazy(async () => ({
  default: (await import('./screens/admin-spending/spending-screen.tsx')).SpendingScreen,
}));
const KeysScreen = lazy(async () => ({
  default: (await import('./screens/admin-keys/keys-screen.tsx')).KeysScreen,
}));

/** A page that a role has no business on does not exist for it. */
const ForRoles = ({ roles, children }: { roles: readonly Role[]; children: React.ReactNode }) =>
  roles.includes(usePerson().role) ? children : <NotFoundScreen />;

const AdminPage = ({ page }: { page: string }) => {
  if (page === 'deliveries') return <DeliveriesScreen />;
  return page === 'spending' ? <SpendingScreen /> : <KeysScreen />;
};

const SignedInRoutes = () => (
  <Switch>
    <Route path="/">
      <DashboardScreen />
    </Route>
    <Route path="/profile">
      <ProfileScreen />
    </Route>
    <Route path="/profile/reminders">
      <RemindersScreen />
    </Route>
    <Route path="/appointments/:id">{({ id }) => <VisitScreen key={id} id={id} />}</Route>
    <Route path="/book">
      <ForRoles roles={['patient']}>
        <BookScreen />
      </ForRoles>
    </Route>
    <Route path="/availability">
      <ForRoles roles={['doctor']}>
        <AvailabilityScreen />
      </ForRoles>
    </Route>
    <Route path="/statistics">
      <ForRoles roles={['doctor', 'admin']}>
        <StatisticsScreen />
      </ForRoles>
    </Route>
    <Route path="/admin/:page">
      {({ page }) => (
        <ForRoles roles={['admin']}>
          <AdminPage page={page} />
        </ForRoles>
      )}
    </Route>
  </Switch>
);

const SIGNED_IN_PAGES =
  /^\/(profile(\/reminders)?|appointments\/[^/]+|book|availability|statistics|admin\/(deliveries|spending|keys))?\/?$/;

/** What stands around every page except the call: the bar on top, and the way straight to the content. */
export const Frame = () => (
  <div className={classes['frame']}>
    <a href="#content" className={classes['skip']}>
      Skip to content
    </a>
    <TopBar />
    <main id="content" tabIndex={-1} className={classes['content']}>
      <Suspense fallback={<LoadingCards of="the page" />}>
        <Switch>
          <Route path="/sign-in">
            <SignInScreen />
          </Route>
          <Route path="/sign-in/code">
            <SignInWithCodeScreen />
          </Route>
          <Route path="/register">
            <RegisterScreen />
          </Route>
          <Route path="/forgot-password">
            <ForgotPasswordScreen />
          </Route>
          <Route path="/dev/inbox">
            <InboxScreen />
          </Route>
          <Route path={SIGNED_IN_PAGES}>
            <RequireSession>
              <SignedInRoutes />
            </RequireSession>
          </Route>
          <Route>
            <NotFoundScreen />
          </Route>
        </Switch>
      </Suspense>
    </main>
  </div>
);
