import type { App } from '../app-type.ts';

/**
 * A request without a body is one with `{}`: clients leave the body out where every field is optional, some
 * with a JSON content type and some without.
 */
export const emptyBodies = (app: App): void => {
  const parse = app.getDefaultJsonParser('error', 'error');
  // The framework also reads plain text; this API speaks JSON alone.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (text === '') done(null, {});
    else parse(request, text, done);
  });
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.body === undefined && request.routeOptions.schema?.body) request.body = {};
    done();
  });
};
