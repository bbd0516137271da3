export { type DueSource, type Outcome, type Refreshing, refresh, takeDueSource } from './refresh.ts';
