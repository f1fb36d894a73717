import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { WithClinic } from './clinic.tsx';
import { RequireSession } from './session.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';

/*
 * The page of the call stands alone: no frame, no navigation, nothing that the picture does not need.
 * Everything else comes in its own files, so that a phone joining a visit loads none of it.
 */
const VideoScreen = lazy(async () => ({
  default: (await import('./screens/video/video-screen.tsx')).VideoScreen,
}));
const Frame = lazy(async () => ({ default: (await import('./frame.tsx')).Frame }));

export const App = () => (
  <ErrorBoundary>
    <WithClinic>
      <Suspense fallback={null}>
        <Switch>
          <Route path="/video-session/:room">
            {({ room }) => (
              <RequireSession>
                <VideoScreen by="room" value={room} />
              </RequireSession>
            )}
          </Route>
          <Route path="/appointments/:id/video">
            {({ id }) => (
              <RequireSession>
                <VideoScreen by="appointment" value={id} />
              </RequireSession>
            )}
          </Route>
          <Route>
            <Frame />
          </Route>
        </Switch>
      </Suspense>
    </WithClinic>
  </ErrorBoundary>
);
