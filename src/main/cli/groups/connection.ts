/** Commands for the key, the server, and the way to it. */
import type { Command } from 'commander';
import { commandStrings } from '../../../shared/command-strings.ts';
import { acceptServer, acceptUser, login, logout } from '../commands/key.ts';
import { forget, reuse, setAuthority, setCertificate, setHeader, showServer } from '../commands/server.ts';
import type { Run } from './group.ts';

export function defineKey(program: Command, run: Run): void {
  const { help } = commandStrings;
  program
    .command('login')
    .description(help.login.about)
    .option('--server <address>', help.login.server)
    .option('--no-check', help.login.noCheck)
    .action((options, command) => run(command, (context) => login(context, options)));
  program
    .command('accept-user')
    .description(help.acceptUser)
    .action((_options, command) => run(command, acceptUser));
  program
    .command('accept-server')
    .description(help.acceptServer.about)
    .option('--server <address>', help.acceptServer.server)
    .action((options, command) => run(command, (context) => acceptServer(context, options)));
  program
    .command('logout')
    .description(help.logout)
    .action((_options, command) => run(command, logout));
}

export function defineServer(program: Command, run: Run): void {
  const { help } = commandStrings;
  const server = program.command('server').description(help.server.about);
  const AWAY = ['--away', help.server.away] as const;
  server
    .command('show', { isDefault: true })
    .description(help.server.show)
    .action((_options, command) => run(command, showServer));
  server
    .command('header <name>')
    .description(help.server.header)
    .option(...AWAY)
    .option('--remove', help.server.removeHeader)
    .action((name, options, command) => run(command, (context) => setHeader(context, name, options)));
  server
    .command('certificate [file]')
    .description(help.server.certificate)
    .option(...AWAY)
    .option('--passphrase', help.server.passphrase)
    .option('--remove', help.server.removeCertificate)
    .action((file, options, command) => run(command, (context) => setCertificate(context, file, options)));
  server
    .command('authority [file]')
    .description(help.server.authority)
    .option(...AWAY)
    .option('--remove', help.server.removeAuthority)
    .action((file, options, command) => run(command, (context) => setAuthority(context, file, options)));
  server
    .command('reuse <address>')
    .description(help.server.reuse)
    .option(...AWAY)
    .action((address, options, command) => run(command, (context) => reuse(context, address, options)));
  server
    .command('forget <address>')
    .description(help.server.forget)
    .action((address, _options, command) => run(command, (context) => forget(context, address)));
}
