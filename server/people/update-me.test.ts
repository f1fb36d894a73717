import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';

describeOnBothDatabases('one’s own quiet hours', (world) => {
  const patchAs = async () => {
    const { newPerson, signIn, app } = world();
    const { headers } = await signIn(await newPerson());
    return (payload: object) => app.inject({ method: 'PATCH', url: '/api/me', headers, payload });
  };

  it('are none at first, stay when something else is changed, and can be taken away', async () => {
    const patch = await patchAs();
    expect((await patch({ first_name: 'Priya' })).json().quiet_hours).toBeNull();
    const hours = { from: '22:00', to: '07:30' };
    expect((await patch({ quiet_hours: hours })).json().quiet_hours).toEqual(hours);
    expect((await patch({ last_name: 'Raman' })).json().quiet_hours).toEqual(hours);
    expect((await patch({ quiet_hours: null })).json().quiet_hours).toBeNull();
  });

  it('may begin or end at midnight, however that is written', async () => {
    const patch = await patchAs();
    const written = await patch({ quiet_hours: { from: '22:00', to: '24:00' } });
    expect(written.json().quiet_hours).toEqual({ from: '22:00', to: '00:00' });
  });

  it.each([
    { from: '07:00', to: '07:00' },
    { from: '00:00', to: '24:00' },
  ])('are refused where they last no time, or all of it: %o', async (quietHours) => {
    const answer = await (await patchAs())({ quiet_hours: quietHours });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_request', fields: [{ path: 'body.quiet_hours' }] });
  });

  it.each([{ from: '7:00', to: '08:00' }, { from: '07:00' }, '22-7', { from: '25:00', to: '07:00' }])(
    'are refused where they are no times of day: %o',
    async (quietHours) => {
      expect((await (await patchAs())({ quiet_hours: quietHours })).statusCode).toBe(400);
    },
  );
});
