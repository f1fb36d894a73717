import { Link, useLocation } from 'wouter';
import classes from './admin-nav.module.css';

const PLACES = [
  { path: '/admin/deliveries', name: 'Deliveries' },
  { path: '/admin/spending', name: 'Spending' },
  { path: '/admin/keys', name: 'Keys' },
] as const;

/** From one of the admin's pages to the next. */
export const AdminNav = () => {
  const [current] = useLocation();
  return (
    <nav aria-label="Manage" className={classes['places']}>
      {PLACES.map(({ path, name }) => (
        <Link
          key={path}
          href={path}
          className={classes['place'] ?? ''}
          aria-current={current === path ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
};
