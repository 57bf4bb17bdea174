/** What the client needs of a WebSocket; the browser's own fits as it is. */
export interface Socket {
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void;
  send(text: string): void;
  close(code?: number): void;
}

export type OpenSocket = (url: string, protocol: string) => Socket;
