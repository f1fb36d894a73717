import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { startDispatcher } from '../messages/start-dispatcher.ts';
import type { AccountDeps } from './account-deps.ts';
import { afterAnswers } from './after-answers.ts';
import { codeRoutes } from './code-routes.ts';
import { passwordRoutes } from './password-routes.ts';
import { phoneRoutes } from './phone-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { verifyMessenger } from './verify-messenger.ts';

/** Accounts by code. */
export const accountRoutes = (app: App, deps: Deps): void => {
  const codes = deps.verifyEngine
    ? startDispatcher(deps, [verifyMessenger(deps.verifyEngine)])
    : deps.dispatcher;
  const withCodes: AccountDeps = { ...deps, codes };
  const after = afterAnswers();
  app.addHook('onClose', async () => {
    after.finish();
    if (codes !== deps.dispatcher) await codes.close();
  });
  codeRoutes(app, withCodes, after);
  signInRoutes(app, withCodes);
  passwordRoutes(app, withCodes, after);
  phoneRoutes(app, deps, after);
};
