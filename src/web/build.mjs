/**
 * src/web -> src/web/built, when the project is installed (npm's `prepare`) and by `npm run page`. Without the packages of development there is
 * nothing to build with: what was built before stays, and a server without it says so at `/`.
 */
const vite = await import('vite').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  return null;
});
if (vite === null) process.stderr.write('The explorer was not built: vite is not installed.\n');
else {
  const { pathname: configFile } = new URL('vite.config.ts', import.meta.url);
  await vite.build({ configFile: decodeURIComponent(configFile), logLevel: 'error' });
}
