/** Every IANA zone this browser knows, by continent, the person's own among them even where the browser lacks it. */
export const zonesByContinent = (
  own: string,
): { group: string; items: { value: string; label: string }[] }[] => {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', own]);
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const zone of [...zones].toSorted()) {
    const [continent = zone, ...place] = zone.split('/');
    const group = place.length > 0 ? continent : 'World';
    const label = (place.join(', ') || zone).replaceAll('_', ' ');
    groups.set(group, [...(groups.get(group) ?? []), { value: zone, label }]);
  }
  return Array.from(groups, ([group, items]) => ({ group, items }));
};
