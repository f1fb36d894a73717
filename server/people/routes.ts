import { Me, UpdateMe } from '../../contract/people.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { signedIn } from '../signed-in.ts';
import { meOf } from './person.ts';
import { updateMe } from './update-me.ts';

export const peopleRoutes = (app: App, deps: Deps): void => {
  app.get(
    '/api/me',
    { schema: { tags: ['people'], summary: 'The signed-in person', response: { 200: Me } } },
    async (request) => meOf(signedIn(request).person),
  );

  app.patch(
    '/api/me',
    {
      schema: {
        tags: ['people'],
        summary: 'Change one’s own profile',
        body: UpdateMe,
        response: { 200: Me },
      },
    },
    async (request) => meOf(await updateMe(deps, signedIn(request).person, request.body)),
  );
};
