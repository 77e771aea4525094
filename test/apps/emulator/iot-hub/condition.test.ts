import assert from 'node:assert/strict';
import { parseCondition, parseTargetCondition } from '../../../../apps/emulator/iot-hub/condition.ts';
import { parseQuery } from '../../../../apps/emulator/iot-hub/query.ts';
import { routeFault } from '../../../../apps/emulator/iot-hub/route-syntax.ts';

const device = {
  deviceId: 'edge-1',
  tags: { environment: 'production', location: { plant: 'north', line: 4 }, old: true },
  properties: { reported: { os: 'linux' } },
  configurations: { 'fraud-1': { status: 'Applied' } },
};

describe('emulator/iot-hub/condition', () => {
  for (const [condition, holds] of [
    ["deviceId = 'edge-1'", true],
    ["deviceId='edge-2'", false],
    ["tags.environment = 'production' AND tags.location.plant = 'north'", true],
    ["tags.environment = 'test' OR tags.location.plant = 'north'", true],
    ["tags.environment = 'test' OR tags.location.plant = 'north' AND tags.location.line > 4", false],
    ["(tags.environment = 'test' or tags.location.plant = 'north') and tags.location.line >= 4", true],
    ["NOT tags.environment = 'test'", true],
    ["tags.location.plant IN ['south', 'north']", true],
    ["tags.location.plant != 'south'", true],
    // What is missing compares with nothing, not even as different.
    ["tags.missing != 'x'", false],
    ['is_defined(tags.old)', true],
    ["startswith(deviceId, 'edge-')", true],
    ['tags.old = true', true],
    ["properties.reported.os <> 'windows'", true],
    ["tags.location.line = '4'", false],
    ['*', true],
    ['', false],
  ] as const)
    it(`finds '${condition}' ${holds ? 'true' : 'false'}`, () => {
      assert.equal(parseTargetCondition(condition)(device), holds);
    });

  for (const [condition, reason] of [
    ["deviceId == 'a'", /not expected|comparison/],
    ["deviceId = 'a' tags.b = 'c'", /AND or OR is expected/],
    ["(deviceId = 'a'", /'\)' is expected/],
    ['deviceId =', /ends too early/],
    ["deviceId = 'a", /not understood/],
    ["nope(deviceId) = 'a'", /no function 'nope'/],
    ['capabilities.iotEdge = true', /neither deviceId nor a tag/],
  ] as const)
    it(`refuses ${condition}`, () => {
      assert.throws(() => parseTargetCondition(condition), reason);
    });

  it('reads a name in double brackets as one', () => {
    assert.equal(parseCondition("configurations.[[fraud-1]].status = 'Applied'").holds(device), true);
  });
});

describe('emulator/iot-hub/query', () => {
  it('selects everything, single fields, or a number', () => {
    assert.deepEqual(parseQuery('SELECT * FROM devices').select([device]), [device]);
    assert.deepEqual(
      parseQuery('select deviceId, tags.location.plant as plant from devices').select([device]),
      [{ deviceId: 'edge-1', plant: 'north' }],
    );
    assert.deepEqual(parseQuery('SELECT COUNT() AS total FROM devices.modules').select([device, device]), [
      { total: 2 },
    ]);
  });

  it('refuses what is no query', () => {
    assert.throws(() => parseQuery('DROP devices'), /SELECT/);
    assert.throws(() => parseQuery('SELECT * FROM jobs'), /devices/);
  });
});

describe('emulator/iot-hub/route-syntax', () => {
  for (const route of [
    'FROM /* INTO $upstream',
    'FROM /messages/* INTO $upstream',
    'FROM /messages/modules/fraud/outputs/* WHERE level > 1 INTO $upstream',
    'FROM /messages/modules/camera/outputs/frame INTO BrokeredEndpoint("/modules/fraud/inputs/image")',
  ])
    it(`takes ${route}`, () => {
      assert.equal(routeFault(route), undefined);
    });

  for (const [route, reason] of [
    ['FROM /messages/*', /FROM <source> INTO <sink>/],
    ['FROM messages INTO $upstream', /no source/],
    ['FROM /messages/* INTO upstream', /no sink/],
    ['FROM /messages/* INTO BrokeredEndpoint("/fraud/inputs/a")', /no sink/],
  ] as const)
    it(`refuses ${route}`, () => {
      assert.match(routeFault(route) ?? '', reason);
    });
});
