// The loader comes from the node's other address: a shop and its chat are two origins in life, and so they are here. A
// real shop writes the node's address into the `src` of a script element instead of this file.
const { protocol, hostname, port } = window.location;
const chatHost = hostname === 'localhost' ? `127.0.0.1${port && `:${port}`}` : window.location.host;
const loader = document.createElement('script');
loader.async = true;
loader.src = `${protocol}//${chatHost}/v1/loader.js`;
document.head.append(loader);
