import { onTestFinished } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions, type SandboxHandle } from '../../src/index.ts';
import type { RawBody } from '../raw-body.ts';
import type { ControlBody } from './body.ts';

interface Answer<Body> {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly body: Body;
}

export interface ControlBench {
  readonly emulator: Emulator;
  /** The default sandbox. */
  readonly sandbox: SandboxHandle;
  /** A control call: `/clock`. Objects are sent as JSON, strings as they are. */
  control(
    method: string,
    path: string,
    body?: object | string,
    headers?: Record<string, string>,
  ): Promise<Answer<ControlBody>>;
  /** An API call with a form body. */
  api(method: string, path: string, form?: string, headers?: Record<string, string>): Promise<Answer<RawBody>>;
}

export const defaultKey = 'sk_test_emulator';
export const as = (key: string) => ({ authorization: `Bearer ${key}` });

export async function controlBench(options: EmulatorOptions = {}): Promise<ControlBench> {
  const emulator = await createEmulator({ seed: 1, clock: 'manual', ...options });
  onTestFinished(() => emulator.close());

  async function ask<Body>(url: string, init: RequestInit): Promise<Answer<Body>> {
    const answer = await emulator.fetch(`http://emulator${url}`, init);
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    return { status: answer.status, type, text, body: type.includes('json') ? JSON.parse(text) : undefined };
  }

  return {
    emulator,
    sandbox: emulator.sandbox(),
    control: (method, path, body, headers) =>
      ask(`/_emulator${path}`, {
        method,
        headers: { ...(body === undefined ? undefined : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? undefined : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    api: (method, path, form, headers) =>
      ask(path, {
        method,
        headers: { ...as(defaultKey), 'content-type': 'application/x-www-form-urlencoded', ...headers },
        ...(form === undefined ? undefined : { body: form }),
      }),
  };
}
