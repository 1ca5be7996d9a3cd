/** Which pages and host names may reach the bridge. */
export interface Gate {
  /** A Host header: that of the public URL or of loopback, at the bridge's port; so that no foreign name can be pointed here (DNS rebinding). */
  host(header: string | undefined): boolean;
  /** An Origin header. Absent is allowed: programs send none, and every browser does ([T5]). */
  origin(header: string | undefined): boolean;
}

/** Allows the loopback origins at `port`, and the public one where there is one; compared whole, never by a part or a pattern. */
export function createGate(port: number, publicUrl?: string): Gate {
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `http://${name}:${port}`);
  const origins = new Set(publicUrl === undefined ? loopback : [...loopback, new URL(publicUrl).origin]);
  const hosts = new Set([...origins].map((origin) => new URL(origin).host));
  return {
    host: (header) => header !== undefined && hosts.has(header.toLowerCase()),
    origin: (header) => header === undefined || origins.has(header),
  };
}
