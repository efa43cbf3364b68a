/** The package brings no types. */
declare module 'plist' {
  const plist: { readonly parse: (xml: string) => unknown; readonly build: (value: object) => string };
  export default plist;
}
