export { createDemoUser, type DemoUser } from './demo-user.ts';
export { AuthRequestError } from './request.ts';
export { type SignedIn, signIn } from './sign-in.ts';
export { type AuthOptions, type RunningAuth, startAuth } from './start-auth.ts';
